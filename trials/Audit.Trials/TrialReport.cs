using System.Globalization;

namespace Audit.Trials;

/// <summary>What a trial did and what it found; may be written to from any thread.</summary>
internal sealed class TrialReport
{
    /// <summary>More are only counted: the first ones say enough.</summary>
    private const int MostShown = 50;
    private const string Violations = "violations found";

    private readonly Lock _lock = new();
    private readonly List<string> _order = [];
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly List<string> _violations = [];
    private readonly List<(string Name, string Text)> _figures = [];
    private long _found;

    /// <summary>How many violations there were.</summary>
    public long Found
    {
        get
        {
            lock (_lock)
            {
                return _found;
            }
        }
    }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<string> Shown
    {
        get
        {
            lock (_lock)
            {
                return [.. _violations];
            }
        }
    }

    /// <summary>How often it was counted under that name.</summary>
    public long this[string name]
    {
        get
        {
            lock (_lock)
            {
                return _counts.GetValueOrDefault(name);
            }
        }
    }

    /// <summary>Counts something that was done, e.g. <c>requests sent</c>.</summary>
    public void Count(string name, long number = 1)
    {
        lock (_lock)
        {
            if (_counts.TryAdd(name, number))
            {
                _order.Add(name);
            }
            else
            {
                _counts[name] += number;
            }
        }
    }

    /// <summary>A promise that was not kept: what was done, what should have come, what came.</summary>
    public void Violation(string what)
    {
        lock (_lock)
        {
            _found++;
            if (_violations.Count < MostShown)
            {
                _violations.Add(what);
            }
        }
    }

    /// <summary>Something measured, e.g. how much memory there was at the end.</summary>
    public void Figure(string name, string text)
    {
        lock (_lock)
        {
            _figures.Add((name, text));
        }
    }

    public async Task WriteAsync(TextWriter writer)
    {
        List<string> lines;
        lock (_lock)
        {
            var rows = _order.Select(name => (name, Value: _counts[name].ToString("N0", CultureInfo.InvariantCulture)))
                .Append((Violations, _found.ToString("N0", CultureInfo.InvariantCulture))).ToList();
            var width = rows.Concat(_figures).Max(r => r.Item1.Length);
            lines =
            [
                .. _violations.Select(v => "VIOLATION " + v),
                .. _found > _violations.Count ? [string.Create(CultureInfo.InvariantCulture, $"… and {_found - _violations.Count} more")] : Array.Empty<string>(),
                .. _figures.Concat(rows).Select(r => $"{r.Item1.PadRight(width)}  {r.Item2}"),
            ];
        }

        foreach (var line in lines)
        {
            await writer.WriteLineAsync(line);
        }
    }
}
