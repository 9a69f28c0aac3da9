"""The look: layouts, components, the one stylesheet with its tokens, and the few scripts. Knows no area."""
