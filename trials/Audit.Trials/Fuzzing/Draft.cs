using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Audit.Trials.Contract;

namespace Audit.Trials.Fuzzing;

/// <summary>A request before it is bytes, for mutations to change. Strings of the head are bytes, one to a character.</summary>
internal sealed class Draft
{
    /// <summary>What it was meant for.</summary>
    public required ContractOperation Operation { get; init; }

    /// <summary>Whether it goes somewhere else now, which the document need not know.</summary>
    public bool IsElsewhere { get; set; }

    public required Actor Actor { get; init; }

    public required string Method { get; set; }

    /// <summary>Others of the same tenant, who may not do this.</summary>
    public IReadOnlyList<Actor> Strangers { get; init; } = [];

    /// <summary>As it stands in the target, percent signs included.</summary>
    public required string Path { get; set; }

    /// <summary>The id in the path, where there is one.</summary>
    public string? Id { get; init; }

    /// <summary>An id of the same kind that another tenant has, where one is known.</summary>
    public string? ForeignId { get; init; }

    /// <summary>Names and values as they stand in the target.</summary>
    public List<(string Name, string Value)> Query { get; init; } = [];

    /// <summary>All but the length of the body and what <see cref="HeadLines"/> holds.</summary>
    public List<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Lines of the head as they are, behind the headers.</summary>
    public List<string> HeadLines { get; } = [];

    /// <summary>The body that was meant; what is sent is <see cref="Body"/>.</summary>
    public JsonNode? Json { get; init; }

    public byte[]? Body { get; set; }

    public string Version { get; set; } = "HTTP/1.1";

    public string LineEnd { get; set; } = "\r\n";

    /// <summary>Whether the head says how long the body is; a mutation that says so itself turns it off.</summary>
    public bool SaysLength { get; set; } = true;

    /// <summary>Whether nothing more can be sent behind it on the same connection.</summary>
    public bool IsLast { get; set; }

    /// <summary>Whether the sender hangs up behind it, as there is less than it announced.</summary>
    public bool EndsEarly { get; set; }

    public List<Applied> Mutations { get; } = [];

    /// <summary>What may be mutated no more.</summary>
    public Parts Used { get; set; }

    /// <summary>Whether an answer of before may be given again.</summary>
    public bool RepeatsAKey { get; set; }

    /// <summary>Whether the server may refuse it before there is a request: bytes that are no text have no place in a head either.</summary>
    public bool BreaksHttp => Mutations.Exists(m => m.Mutation.BreaksHttp) || !Ascii.IsValid(Target) || Headers.Exists(h => !Utf8.IsValid(Encoding.Latin1.GetBytes(h.Value)));

    public bool MustFail => Mutations.Exists(m => m.Verdict.MustFail);

    public string Target => Query.Count == 0 ? Path : Path + "?" + string.Join('&', Query.Select(q => q.Name + "=" + q.Value));

    public string? Header(string name) => Headers.Where(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value).FirstOrDefault();

    public void SetHeader(string name, string value)
    {
        Headers.RemoveAll(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        Headers.Add((name, value));
    }

    public byte[] ToBytes()
    {
        var head = new StringBuilder($"{Method} {Target} {Version}{LineEnd}");
        foreach (var (name, value) in Headers)
        {
            head.Append(name).Append(": ").Append(value).Append(LineEnd);
        }

        if (Body is not null && SaysLength)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}{LineEnd}");
        }

        foreach (var line in HeadLines)
        {
            head.Append(line).Append(LineEnd);
        }

        return [.. Encoding.Latin1.GetBytes(head.Append(LineEnd).ToString()), .. Body ?? []];
    }
}
