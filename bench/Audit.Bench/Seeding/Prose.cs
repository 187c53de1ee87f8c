using System.Globalization;
using System.Text;

namespace Audit.Bench.Seeding;

/// <summary>Titles and descriptions: half of them English, the others Chinese or mixed.</summary>
internal sealed class Prose(Random random)
{
    private const int ShortestDescription = 80;
    private const int LongestStart = 250;
    private static readonly IReadOnlyList<Scenario> s_scenarios = [Scenario.BruteForce, .. Scenario.Others];
    private readonly object[] _names = ["", "", "", "", ""];
    private readonly StringBuilder _text = new();

    /// <summary>The user whom the last text was about.</summary>
    public string User => (string)_names[0];

    public (string Title, string Description) Incident(bool isRare = false)
    {
        var kind = random.Next(10);
        // in Chinese, brute force is told only where its word is wanted
        var scenario = kind == 0 ? Scenario.BruteForce : One(kind > 5 ? Scenario.Others : s_scenarios);
        Meet(scenario);
        var isMixed = kind is 0 or > 7 && random.Next(2) == 0;
        var title = Fill(kind is >= 1 and <= 5 ? scenario.Title : scenario.ChineseTitle);
        return (title, Description(scenario, isChinese: kind is 0 or > 5, isMixed, isRare));
    }

    public (string Type, string Tactic, string Description) Anomaly()
    {
        var isChinese = random.Next(2) == 0;
        var scenario = One(s_scenarios);
        Meet(scenario);
        return (scenario.Type, scenario.Tactic, Fill(isChinese ? scenario.ChineseText : scenario.Text));
    }

    private string Description(Scenario scenario, bool isChinese, bool isMixed, bool isRare)
    {
        _text.Clear().Append(Fill(isChinese ? scenario.ChineseText : scenario.Text));
        if (random.Next(3) == 0)
        {
            _text.Append(' ').Append(Fill("{0} must set a new " + SearchWords.Frequent + " before the next sign-in."));
        }

        if (isRare)
        {
            _text.Append(' ').Append(Fill("A sample of " + SearchWords.Rare + " was found in the downloads of {1}."));
        }

        var end = random.Next(ShortestDescription, LongestStart);
        for (var next = random.Next(Scenario.Sentences.Count); _text.Length < end; next = (next + 1) % Scenario.Sentences.Count)
        {
            var isChineseNext = isChinese && !(isMixed && random.Next(2) == 0);
            _text.Append(isChineseNext ? "" : " ").Append(Fill((isChineseNext ? Scenario.ChineseSentences : Scenario.Sentences)[next]));
        }

        return _text.ToString();
    }

    private void Meet(Scenario scenario)
    {
        _names[0] = string.Create(CultureInfo.InvariantCulture, $"usr_{random.Next(5_000):0000}");
        _names[1] = string.Create(CultureInfo.InvariantCulture, $"{One(["web", "db", "hr", "vpn", "mail", "dev"])}-{random.Next(1, 400):000}");
        _names[2] = string.Create(CultureInfo.InvariantCulture, $"{random.Next(11, 223)}.{random.Next(256)}.{random.Next(256)}.{random.Next(1, 255)}");
        _names[3] = random.Next(3, 900);
        _names[4] = scenario.Tactic.Replace('_', ' ');
    }

    private string Fill(string format) => string.Format(CultureInfo.InvariantCulture, format, _names);

    private T One<T>(IReadOnlyList<T> things) => things[random.Next(things.Count)];
}
