using System.Security.Cryptography;
using System.Text;
using Audit.Application.Common;
using Audit.Domain.Common;

namespace Audit.Api.Requests;

/// <summary>The <c>Idempotency-Key</c> of a request to an operation that honours it.</summary>
public sealed class RequestIdempotencyKey(IHttpContextAccessor accessor, ReadingFaults faults) : IIdempotencyKey
{
    private const int MaxLength = 255;
    private string? _bodyHash;

    public string? Value { get; private set; }

    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Context.Request.Method} {Operation.CanonicalPath(Context)} {_bodyHash}")));

    private HttpContext Context => accessor.HttpContext ?? throw new InvalidOperationException("There is no request.");

    /// <summary>Reads the header; a blank one is absent, one that is no key is a broken field like any other.</summary>
    public void Read()
    {
        var sent = Context.Request.Headers[WireHeaders.IdempotencyKey];
        var key = sent.ToString();
        if (string.IsNullOrWhiteSpace(key))
        {
            return;
        }

        if (sent.Count > 1 || key.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0)
        {
            faults.Add(new FieldViolation(WireHeaders.IdempotencyKey, ViolationCodes.Format));
        }
        else if (key.Length > MaxLength)
        {
            faults.Add(new FieldViolation(WireHeaders.IdempotencyKey, ViolationCodes.MaxLength, new Dictionary<string, object>(StringComparer.Ordinal) { ["max"] = MaxLength }));
        }
        else
        {
            Value = key;
        }
    }

    /// <summary>The body belongs to what the key stands for.</summary>
    public void TakeBody(ReadOnlySpan<byte> body)
    {
        if (Value is not null)
        {
            _bodyHash = Convert.ToHexStringLower(SHA256.HashData(body));
        }
    }

    public void MarkReplayed() => Context.Response.Headers[WireHeaders.IdempotencyReplayed] = "true";
}

/// <summary>The operation honours <c>Idempotency-Key</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class IdempotentAttribute : Attribute;
