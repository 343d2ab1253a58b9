"""Pure calculations: pandas, numpy, scipy, scikit-learn, statsmodels. Never Django, never I/O."""
