"""An assistant's folder: YAML files read, checked and made into values. Knows no talk."""
