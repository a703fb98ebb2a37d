"""Trains the recogniser of lines further: texts are drawn, worn as cameras and printers wear them, and learnt."""
