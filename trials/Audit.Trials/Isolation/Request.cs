using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Audit.Trials.Isolation;

/// <summary>A request with blanks, <c>@incident@</c>, that each sender fills in with what is theirs to send.</summary>
internal sealed record Request(string Method, string Path)
{
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IReadOnlyList<(string Name, string Value)> Query { get; init; } = [];

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public string? Body { get; init; }

    /// <summary>Every part that can hold a blank.</summary>
    public IEnumerable<string> Parts => [Path, .. Query.Select(q => q.Value), .. Headers.Select(h => h.Value), Body ?? ""];

    /// <summary>The same with the parameter, in place of one that it has.</summary>
    public Request WithQuery(string name, string value) => this with { Query = [.. Query.Where(q => q.Name != name), (name, value)] };

    /// <summary>The same with the header, in place of one that it has.</summary>
    public Request WithHeader(string name, string value) => this with { Headers = [.. Headers.Where(h => h.Name != name), (name, value)] };

    /// <summary>The same with the member in its body; in the first of them where the body is an array.</summary>
    public Request WithMember(string name, Func<JsonNode?, JsonNode?> change)
    {
        var body = JsonNode.Parse(Body ?? "{}")!;
        var thing = body is JsonArray array ? array[0]!.AsObject() : body.AsObject();
        thing[name] = change(thing[name]?.DeepClone());
        return this with { Body = body.ToJsonString(s_plain) };
    }

    public HttpRequestMessage ToMessage(Blanks blanks)
    {
        var path = string.Join('/', Path.Split('/').Select(s => Uri.EscapeDataString(blanks.Fill(s))));
        var query = string.Join('&', Query.Select(q => q.Name + "=" + Uri.EscapeDataString(blanks.Fill(q.Value))));
        var message = new HttpRequestMessage(new HttpMethod(Method), new Uri(query.Length == 0 ? path : path + "?" + query, UriKind.Relative));
        foreach (var (name, value) in Headers)
        {
            message.Headers.TryAddWithoutValidation(name, blanks.Fill(value));
        }

        if (Body is not null)
        {
            message.Content = new StringContent(blanks.Fill(Body), Encoding.UTF8, "application/json");
        }

        return message;
    }

    public override string ToString() =>
        $"{Method} {Path}{(Query.Count == 0 ? "" : "?" + string.Join('&', Query.Select(q => q.Name + "=" + q.Value)))}{string.Concat(Headers.Select(h => $" [{h.Name}: {h.Value}]"))} {Body}".TrimEnd();
}
