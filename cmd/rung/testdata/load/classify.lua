-- An invented ad of usual length, for make load.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local duty = "- You own the roadmap of payments, decide what the team builds next and mentor two product managers.\\n- You run discovery with customers and bring numbers to the leadership team each quarter.\\n- You align engineering, design and sales across two time zones.\\n"
wrk.body = '{"title":"Senior Product Manager, Payments","text":"About us\\nWe make invoices pleasant.\\n\\nWhat you will do\\n' .. duty:rep(6) .. '\\nWhat you bring\\n- 5+ years of product management.\\n- A degree or what you learned instead."}'
