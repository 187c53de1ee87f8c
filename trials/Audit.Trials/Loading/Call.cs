using System.Globalization;
using System.Text;

namespace Audit.Trials.Loading;

/// <summary>Somebody who is signed in.</summary>
/// <param name="Name">Whose requests are numbered by it.</param>
/// <param name="Token">What they show.</param>
/// <param name="Shelf">What they know of their tenant.</param>
internal sealed record Actor(string Name, string Token, Shelf Shelf)
{
    private int _requests;

    /// <summary>An id that no other request has.</summary>
    public string NextRequest() => string.Create(CultureInfo.InvariantCulture, $"{Name}r{Interlocked.Increment(ref _requests)}");
}

/// <summary>A request.</summary>
/// <param name="Actor">Who sends it.</param>
/// <param name="Kind">What it does, in a word.</param>
/// <param name="Method">Its method.</param>
/// <param name="Target">Its path and query.</param>
internal sealed record Call(Actor Actor, string Kind, string Method, string Target)
{
    public string RequestId { get; init; } = Actor.NextRequest();

    public string? Json { get; init; }

    public long? IfMatch { get; init; }

    /// <summary>The status of its success.</summary>
    public int Success { get; init; } = 200;

    /// <summary>What stands in its answer whatever else does.</summary>
    public string? Says { get; init; }

    /// <summary>How many things it makes.</summary>
    public int Makes { get; init; }

    /// <summary>The things that it changes.</summary>
    public IReadOnlyList<string> Subjects { get; init; } = [];

    /// <summary>The service may lose patience with whoever sends it.</summary>
    public bool IsSlow { get; init; }

    public bool IsWrite => Method != "GET";

    /// <summary>As it is sent; the head asks whether to go on with the body where that is wanted.</summary>
    public byte[] ToBytes(bool asks = false)
    {
        var body = Json is null ? 0 : Encoding.UTF8.GetByteCount(Json);
        var head = new StringBuilder(Actor.Token.Length + 300)
            .Append(CultureInfo.InvariantCulture, $"{Method} {Target} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {Actor.Token}\r\nX-Request-Id: {RequestId}\r\n");
        if (Json is not null)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {body}\r\n");
        }

        if (IfMatch is not null)
        {
            head.Append(CultureInfo.InvariantCulture, $"If-Match: \"{IfMatch}\"\r\n");
        }

        if (asks)
        {
            head.Append("Expect: 100-continue\r\n");
        }

        head.Append("\r\n");
        return asks ? Encoding.UTF8.GetBytes(head.ToString()) : Encoding.UTF8.GetBytes(head.Append(Json).ToString());
    }

    public override string ToString() => $"{Kind} ({Method} {Target[..Math.Min(Target.Length, 100)]}, X-Request-Id {RequestId}{(IfMatch is null ? "" : FormattableString.Invariant($", If-Match \"{IfMatch}\""))})";
}
