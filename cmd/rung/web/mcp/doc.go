// Package mcp is rung for agents: a server of the Model Context Protocol with
// six tools that only read.
//
//	server := mcp.New(mcp.Options{Desk: d})
//	err := server.Run(ctx, &sdk.StdioTransport{})
//	handler := mcp.Handler(server, hosts, 0) // the same over HTTP
//
// # Tools
//
//	classify_posting  an ad's words or address → its rung with the strongest evidence
//	explain_level     a rung → what it asks, with citations, and what the market shows
//	search_postings   the query language → rows, a page at a time
//	get_posting       an id → facts, verdict and text, a part at a time
//	level_demand      filters → vacancies by rung with intervals, openings and closings, pay
//	compare_levels    two rungs → what the upper asks that the lower does not, and how often
//
// # Answers
//
// Input and output have typed schemas. A result carries its answer twice, as
// structured content and as text for clients that read only that; both together
// are under 2,000 tokens, taken as four bytes each. What does not fit is left
// out from the end, truncated is set, and narrow says how to ask for less or
// for the rest. A question put wrongly is a result with isError, in words an
// agent can act on.
//
// # Whose words
//
// What postings say is anybody's text. It stands in members that say so
// (posting_…, quote), without control, direction or invisible characters, and
// every answer that has any repeats that it is data and never instructions, as
// the server's own instructions do.
package mcp
