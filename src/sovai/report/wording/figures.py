"""The figure that would measure each component, in a few words, as it stands in a list."""

from __future__ import annotations

from sovai.report.language import marked

MEASURES = {
    "chips.accelerators": marked("accelerators in use by maker"),
    "chips.semiconductors": marked("integrated circuits by origin"),
    "hardware.computers": marked("computers by origin"),
    "hardware.networking": marked("network equipment by origin"),
    "energy.power-equipment": marked("transformers and converters by origin"),
    "energy.batteries": marked("batteries by origin"),
    "energy.photovoltaics": marked("solar modules by origin"),
    "models.assistants": marked("use of assistants by provider"),
    "models.foundation": marked("base models in use by developer"),
    "cloud.infrastructure": marked("spending by provider"),
}
"""By component; `sovai.report.wording.gaps.STATISTICS` says at length where to look for it."""
