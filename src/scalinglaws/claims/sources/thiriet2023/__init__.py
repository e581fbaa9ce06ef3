"""The post 'Scaling Laws and Emergent Properties' by Clément Thiriet, 2023."""
