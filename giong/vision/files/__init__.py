"""File formats that papers come in, one a file; each turns bytes into leaves. Which one takes which file: `opening`."""
