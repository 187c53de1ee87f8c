using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Audit.Trials.Fuzzing;

/// <summary>What came back.</summary>
internal sealed class Answer(int status, IReadOnlyList<(string Name, string Value)> headers, byte[] body)
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public int Status { get; } = status;

    public IReadOnlyList<(string Name, string Value)> Headers { get; } = headers;

    public byte[] Body { get; } = body;

    public string Text => Encoding.UTF8.GetString(Body);

    public bool Closes => string.Equals(Header("Connection"), "close", StringComparison.OrdinalIgnoreCase);

    public string? MediaType => Header("Content-Type")?.Split(';')[0].Trim();

    public string? Header(string name) => Headers.Where(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value).FirstOrDefault();

    /// <summary>The body as JSON, or null and what is wrong with it.</summary>
    public JsonNode? Json(out string? fault)
    {
        fault = null;
        try
        {
            return JsonNode.Parse(s_strict.GetString(Body), documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (Exception e) when (e is JsonException or DecoderFallbackException)
        {
            fault = e.Message;
            return null;
        }
    }
}
