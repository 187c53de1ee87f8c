using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Audit.Api.Tests;

/// <summary>Answers and requests as tests want to read and write them.</summary>
public static class Responses
{
    public static async Task<JsonNode> JsonAsync(this HttpResponseMessage response) => JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

    /// <summary>The <c>data</c> of an answer that must have succeeded.</summary>
    public static async Task<JsonNode> DataAsync(this HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).Should().BeInRange(200, 299, text);
        return JsonNode.Parse(text)!["data"]!;
    }

    /// <summary>The Problem of an answer that must be one, of that status and key.</summary>
    public static async Task<JsonNode> ProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string key)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.Should().Be(status, text);
        response.Content.Headers.ContentType!.ToString().Should().Be("application/problem+json");
        var problem = JsonNode.Parse(text)!;
        ((string?)problem["i18n_key"]).Should().Be(key);
        return problem;
    }

    /// <summary>The broken fields of a Problem as <c>field:code</c>.</summary>
    public static IReadOnlyList<string> Broken(this JsonNode problem) => [.. problem["errors"]!.AsArray().Select(e => $"{e!["field"]}:{e["code"]}")];

    /// <summary>A body of exactly these bytes, with that content type or none.</summary>
    public static HttpContent Body(string text, string? contentType = "application/json") => Body(Encoding.UTF8.GetBytes(text), contentType);

    public static HttpContent Body(byte[] bytes, string? contentType = "application/json")
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        return content;
    }
}
