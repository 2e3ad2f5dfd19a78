SELECT rtk_analytics.describe(current_schema());
