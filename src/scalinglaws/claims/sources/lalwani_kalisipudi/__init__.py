"""The slides 'Scaling and Emergent Ability' by Jay Lalwani and Tanmai Kalisipudi."""
