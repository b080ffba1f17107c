"""Studies: many countries under many scenarios, drawn unit by unit into a folder that survives an interruption."""
