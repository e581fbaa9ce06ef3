"""The post 'New Scaling Laws for Large Language Models' on LessWrong, 2022, and its comments."""
