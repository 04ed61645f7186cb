"""OpenAI's protocol: chat completions and models, answered with verified claims."""
