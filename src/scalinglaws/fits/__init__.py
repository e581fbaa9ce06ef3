"""Fits of measured runs: the valley of one budget, the line of floors, the loss along it."""

from scalinglaws.fits.floor_loss import FloorLoss, fit_floor_loss
from scalinglaws.fits.power_line import PowerLine, fit_power_line
from scalinglaws.fits.valley import Valley, fit_valley, fit_valleys

__all__ = [
    "FloorLoss",
    "PowerLine",
    "Valley",
    "fit_floor_loss",
    "fit_power_line",
    "fit_valley",
    "fit_valleys",
]
