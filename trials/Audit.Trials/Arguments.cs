using System.Globalization;
using System.Text;

namespace Audit.Trials;

/// <summary>What was typed behind <c>trials/run.sh</c>.</summary>
internal static class Arguments
{
    /// <summary>The trial, and the numbers that it is to be held with.</summary>
    /// <exception cref="UsageException">There is no such trial or option, or its value is none; the message says what there is.</exception>
    public static (Trial Trial, TrialSettings Settings) Parse(IReadOnlyList<string> arguments, IReadOnlyList<Trial> trials)
    {
        var trial = trials.FirstOrDefault(t => arguments is [var name, ..] && t.Name == name) ?? throw new UsageException(Help(trials));
        List<(string, long)> given = [];
        for (var i = 1; i < arguments.Count; i += 2)
        {
            var option = trial.Options.FirstOrDefault(o => "--" + o.Name == arguments[i]) ?? throw new UsageException($"There is no argument {arguments[i]}.\n{Help([trial])}");
            var value = i + 1 < arguments.Count ? arguments[i + 1] : "";
            if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < option.Least)
            {
                throw new UsageException($"--{option.Name} is a whole number from {option.Least.ToString(CultureInfo.InvariantCulture)}, not '{value}'.");
            }

            given.Add((option.Name, number));
        }

        return (trial, TrialSettings.Of(trial, [.. given]));
    }

    private static string Help(IReadOnlyList<Trial> trials)
    {
        var help = new StringBuilder("trials/run.sh TRIAL [--OPTION NUMBER]…\n");
        foreach (var trial in trials)
        {
            help.Append(CultureInfo.InvariantCulture, $"\n{trial.Name}: {trial.Claim}\n");
            foreach (var option in trial.Options)
            {
                help.Append(CultureInfo.InvariantCulture, $"  --{option.Name,-12} {option.Meaning} (default {option.Default})\n");
            }
        }

        return help.ToString();
    }
}
