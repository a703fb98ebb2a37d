"""Whether a person is who their paper says: papers, faces and a challenge weighed, and left to people where weak."""
