using System.Globalization;

namespace Audit.Bench;

/// <summary>What is to be measured, and where the results go.</summary>
public sealed record BenchOptions
{
    public const int SmallestSize = 1_000;

    /// <summary>Each has open incidents of its own, of which the smallest size has some hundreds.</summary>
    private const int MostRounds = 7;

    /// <summary>Incidents of the largest tenant.</summary>
    public int Size { get; private init; } = 10_000;

    public int Seconds { get; private init; } = 1;

    public int Rounds { get; private init; } = 3;

    public string? Json { get; private init; }

    public string? Chart { get; private init; }

    public string? Markdown { get; private init; }

    public bool SeedOnly { get; private init; }

    /// <summary>Whether the arguments are only looked at.</summary>
    public bool CheckOnly { get; private init; }

    /// <summary>The powers of ten from the smallest size below the largest, and that.</summary>
    public IReadOnlyList<int> Sizes
    {
        get
        {
            List<int> sizes = [];
            for (long size = SmallestSize; size < Size; size *= 10)
            {
                sizes.Add((int)size);
            }

            return [.. sizes, Size];
        }
    }

    /// <summary>Reads what was typed behind <c>bench/run.sh</c>.</summary>
    /// <exception cref="UsageException">One of them is unknown, lacks its value or has one that is none.</exception>
    public static BenchOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new BenchOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i];
            string Value() => ++i < arguments.Count && arguments[i].Length > 0 ? arguments[i] : throw new UsageException($"{name} needs a value.");
            options = name switch
            {
                "--size" => options with { Size = Number(name, Value(), SmallestSize, 10_000_000) },
                "--seconds" => options with { Seconds = Number(name, Value(), 1, 600) },
                "--rounds" => options with { Rounds = Number(name, Value(), 1, MostRounds) },
                "--json" => options with { Json = Value() },
                "--chart" => options with { Chart = Value() },
                "--markdown" => options with { Markdown = Value() },
                "--seed-only" => options with { SeedOnly = true },
                "--check" => options with { CheckOnly = true },
                _ => throw new UsageException($"There is no argument {name}."),
            };
        }

        return options;
    }

    private static int Number(string name, string value, int least, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new UsageException($"{name} is a whole number from {least.ToString(CultureInfo.InvariantCulture)} to {most.ToString(CultureInfo.InvariantCulture)}, not '{value}'.");
}
