using System.Collections.Concurrent;
using System.Text.Json;

namespace Audit.Trials.Loading;

/// <summary>What is known of a write.</summary>
internal enum Standing
{
    /// <summary>It wasn't answered: it may have been done or not.</summary>
    InDoubt,
    Acknowledged,
    Refused,
}

/// <summary>A write in the books.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Kind">What it does, in a word.</param>
/// <param name="Makes">How many things it makes.</param>
internal sealed record Booked(string Tenant, string Kind, int Makes)
{
    public Standing Standing { get; init; }

    /// <summary>The things that it was acknowledged to have changed, each with its version then.</summary>
    public IReadOnlyList<(string Id, long Version)> Changes { get; init; } = [];
}

/// <summary>All writes that were sent, and what they were answered; may be written to from any thread.</summary>
internal sealed class Books
{
    private readonly ConcurrentDictionary<string, Booked> _writes = new(StringComparer.Ordinal);

    /// <summary>By the id of the request.</summary>
    public IReadOnlyDictionary<string, Booked> Writes => _writes;

    /// <summary>It is about to be sent.</summary>
    public void Open(Call call) => _writes[call.RequestId] = new Booked(call.Actor.Shelf.Tenant, call.Kind, call.Makes);

    /// <summary>It was answered, and nothing is to come of it.</summary>
    public void Refuse(Call call) => _writes[call.RequestId] = _writes[call.RequestId] with { Standing = Standing.Refused };

    /// <summary>It was done; what is heard of its things goes on the shelf.</summary>
    /// <returns>How many of many things weren't changed because the service was busy, and what should not be so.</returns>
    public (int Busy, string? Violation) Acknowledge(Call call, Reply reply)
    {
        using var answer = JsonDocument.Parse(reply.Body);
        List<(string Id, long Version)> changes = [];
        var (busy, violation) = (0, (string?)null);
        if (answer.RootElement.TryGetProperty("data", out var data))
        {
            changes.Add(Put(call, data));
        }
        else if (answer.RootElement.TryGetProperty("items", out var items))
        {
            changes.AddRange(items.EnumerateArray().Select(item => Put(call, item)));
        }
        else
        {
            foreach (var result in answer.RootElement.GetProperty("results").EnumerateArray())
            {
                if (result.GetProperty("ok").GetBoolean())
                {
                    changes.Add((result.GetProperty("id").GetString()!, result.GetProperty("version").GetInt64()));
                }
                else if (result.GetProperty("problem").GetProperty("status").GetInt32() == 503)
                {
                    busy++;
                }
                else
                {
                    violation = $"{call} should be done to all and got {result.GetRawText()}";
                }
            }
        }

        var named = changes.Count + busy;
        if (violation is null && named != (call.Makes > 0 ? call.Makes : call.Subjects.Count))
        {
            violation = FormattableString.Invariant($"{call} should be done to {Math.Max(call.Makes, call.Subjects.Count)} things and was to {named}: {reply}");
        }

        _writes[call.RequestId] = _writes[call.RequestId] with { Standing = Standing.Acknowledged, Changes = changes };
        return (busy, violation);
    }

    /// <summary>What an answer says of a thing.</summary>
    public static (string Id, long Version) Put(Call call, JsonElement thing)
    {
        var known = new Known(
            thing.GetProperty("id").GetString()!,
            thing.TryGetProperty("version", out var version) ? version.GetInt64() : 1,
            thing.GetProperty("status").GetString()!);
        call.Actor.Shelf.Put(known);
        return (known.Id, known.Version);
    }
}
