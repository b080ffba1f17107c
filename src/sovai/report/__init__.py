"""Text, tables and files from results and findings. Nothing here computes."""
