"""Specimen papers that are drawn, worn and photographed in simulation. All people, numbers and shops are fictional."""
