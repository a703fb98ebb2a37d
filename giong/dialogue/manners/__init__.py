"""How people put things, and the manners that answer them. Knows no assistant and no talk."""
