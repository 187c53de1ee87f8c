using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Resources;
using System.Text.RegularExpressions;
using Audit.Api.Problems;
using Audit.Domain.Common;
using FluentAssertions;
using Xunit;

namespace Audit.Api.Tests.Problems;

/// <summary>Holds the catalogue, its texts in both languages and <c>docs/errors.md</c> to each other.</summary>
public sealed class ErrorCatalogueTests
{
    private static readonly Regex s_key = Pattern(@"\berror\.[a-z_]+");
    private static readonly Regex s_placeholder = Pattern(@"\{[a-z_]+\}");
    private static readonly Regex s_chinese = Pattern(@"[\p{IsCJKUnifiedIdeographs}、]");
    private static readonly Regex s_implementation = Pattern(
        @"SQL|\bEF\b|Entity|\.NET|Kestrel|MediatR|Fluent|Microsoft|System\.|Exception|DbContext|Controller|nginx|Redis");

    private static readonly ResourceManager s_texts = new("Audit.Api.Resources.Errors", typeof(ErrorTexts).Assembly);
    private static readonly string s_document = File.ReadAllText(Repository.File("docs", "errors.md")).ReplaceLineEndings("\n");

    /// <summary>The arguments that errors are thrown with; no other has any.</summary>
    private static readonly Dictionary<string, string[]> s_args = new(StringComparer.Ordinal)
    {
        [ErrorKeys.IncidentNotFound] = ["id"],
        [ErrorKeys.AnomalyNotFound] = ["id"],
        [ErrorKeys.TransitionRefused] = ["allowed", "from", "subject", "to"],
        [ErrorKeys.PreconditionFailed] = ["current_version"],
        [ErrorKeys.IncidentClosed] = ["id"],
        [ErrorKeys.AlreadyEscalated] = ["incident_id"],
        [ErrorKeys.CapacityReached] = ["field", "max"],
    };

    private static readonly Dictionary<string, string[]> s_ruleArgs = new(StringComparer.Ordinal)
    {
        [ViolationCodes.Range] = ["max", "min"],
        [ViolationCodes.MaxLength] = ["max"],
        [ViolationCodes.Enum] = ["allowed"],
    };

    [Fact]
    public void All_AgainstTheKeysOfTheDomain_IsComplete() =>
        ErrorCatalogue.All.Select(e => e.Key).Should().BeEquivalentTo(Constants(typeof(ErrorKeys)));

    [Fact]
    public void All_Codes_AreUniqueAndMadeOfServiceClassAndCase()
    {
        ErrorCatalogue.All.Should().OnlyHaveUniqueItems(e => e.Code);
        foreach (var error in ErrorCatalogue.All)
        {
            var digits = error.Code.ToString("D8", CultureInfo.InvariantCulture);
            digits.Should().MatchRegex("^301(01|02|03|04|05|06|09)[0-9]{3}$", error.Key);
            digits[3..5].Should().Be(
                error.Status switch
                {
                    400 or 405 or 415 => "01",
                    401 => "02",
                    403 => "03",
                    404 => "04",
                    409 or 412 or 422 => "05",
                    408 or 413 or 429 => "06",
                    500 or 503 => "09",
                    _ => "none",
                },
                error.Key);
        }
    }

    [Fact]
    public void All_KeysAndSlugs_AreUniqueAndFitForTheirPlace()
    {
        ErrorCatalogue.All.Should().OnlyHaveUniqueItems(e => e.Key).And.OnlyHaveUniqueItems(e => e.Slug);
        ErrorCatalogue.All.Should().OnlyContain(e => Pattern("^error[.][a-z_]+$").IsMatch(e.Key));
        ErrorCatalogue.All.Should().OnlyContain(e => Pattern("^[a-z]+(-[a-z]+)*$").IsMatch(e.Slug));
    }

    [Fact]
    public void Document_Table_HasEveryErrorAndNoOther()
    {
        var rows = Rows("All errors");

        rows.Select(r => string.Join(" | ", r.Take(5))).Should().Equal(ErrorCatalogue.All.Select(e =>
            string.Create(CultureInfo.InvariantCulture, $"{e.Code} | {e.Status} | `{e.Key}` | [{e.Slug}](#{e.Slug}) | {ErrorTexts.Title(e, Language.English)}")));
        rows.Should().OnlyContain(r => r.Length == 6 && r[5].Length > 0);
    }

    [Fact]
    public void Document_Sections_AreTheHelpTexts()
    {
        var sections = s_document[s_document.IndexOf("\n## Each error\n", StringComparison.Ordinal)..]
            .Split("\n### ")
            .Skip(1)
            .Select(s => s.Split('\n', 2))
            .ToDictionary(s => s[0], s => s[1].Trim('\n'), StringComparer.Ordinal);

        sections.Should().Equal(ErrorCatalogue.All.ToDictionary(e => e.Slug, e => ErrorTexts.Help(e, Language.English), StringComparer.Ordinal));
    }

    [Fact]
    public void Document_FieldRules_AreTheTextsOfTheRules() =>
        Rows("Field rules").Select(r => string.Join(" | ", r)).Should().BeEquivalentTo(
            Constants(typeof(ViolationCodes)).Select(c => $"`{c}` | {Text("rule." + c, Language.English)} | {Text($"rule.{c}.help", Language.English)}"));

    [Fact]
    public void Document_Classes_AreNamedAsOnThePages() =>
        Rows("Codes").Should().HaveCount(7).And.OnlyContain(r => Text("class." + r[0], Language.English) == r[1]);

    [Fact]
    public void Document_EveryErrorItAdvisesOn_IsInTheCatalogue() =>
        s_key.Matches(s_document).Select(m => m.Value).Distinct(StringComparer.Ordinal).Should().BeEquivalentTo(ErrorCatalogue.All.Select(e => e.Key));

    [Fact]
    public void Texts_OfErrorsAndRules_AreThereWithoutALeftover()
    {
        string[] expected =
        [
            .. ErrorCatalogue.All.SelectMany(e => new[] { e.Key + ".title", e.Key + ".detail", e.Key + ".help" }),
            .. Constants(typeof(ViolationCodes)).SelectMany(c => new[] { "rule." + c, $"rule.{c}.help" }),
        ];

        Texts(Language.English).Keys.Where(n => n.StartsWith("error.", StringComparison.Ordinal) || n.StartsWith("rule.", StringComparison.Ordinal))
            .Should().BeEquivalentTo(expected);
    }

    [Fact]
    public void Texts_InBothLanguages_HaveTheSameNamesAndNoEmptyOne()
    {
        Texts(Language.Chinese).Keys.Should().BeEquivalentTo(Texts(Language.English).Keys);
        Language.All.SelectMany(Texts).Should().OnlyContain(t => !string.IsNullOrWhiteSpace(t.Value));
    }

    [Fact]
    public void Texts_InBothLanguages_Differ()
    {
        var english = Texts(Language.English);

        Texts(Language.Chinese).Should().OnlyContain(t => t.Value != english[t.Key]);
        Texts(Language.Chinese).Should().OnlyContain(t => s_chinese.IsMatch(t.Value));
        english.Should().OnlyContain(t => !s_chinese.IsMatch(t.Value));
    }

    [Fact]
    public void Texts_InBothLanguages_NameTheArgumentsThatTheirErrorHas()
    {
        foreach (var (name, text) in Language.All.SelectMany(Texts))
        {
            var args = name.EndsWith(".detail", StringComparison.Ordinal) ? s_args.GetValueOrDefault(name[..^".detail".Length], [])
                : name.StartsWith("rule.", StringComparison.Ordinal) ? s_ruleArgs.GetValueOrDefault(name["rule.".Length..], [])
                : [];
            s_placeholder.Matches(text).Select(m => m.Value.Trim('{', '}')).Distinct(StringComparer.Ordinal).Should().BeEquivalentTo(args, name);
        }
    }

    [Fact]
    public void Texts_ThatGoIntoAnswers_AreOneLineWithoutMarks() =>
        Language.All.SelectMany(Texts).Where(t => !t.Key.EndsWith(".help", StringComparison.Ordinal) && !t.Key.StartsWith("page.", StringComparison.Ordinal))
            .Should().OnlyContain(t => !Pattern("[`<\n]").IsMatch(t.Value));

    [Fact]
    public void Texts_OfPages_PairTheirMarksAndParagraphs() =>
        Language.All.SelectMany(Texts).Should().OnlyContain(t =>
            t.Value.Count(c => c == '`') % 2 == 0 && t.Value.Split("\n\n", StringSplitOptions.None).All(p => p.Length > 0 && !p.Contains('\n', StringComparison.Ordinal)));

    [Fact]
    public void Texts_OfEachHelp_HaveTheSameCodeInBothLanguages()
    {
        var chinese = Texts(Language.Chinese);
        foreach (var (name, text) in Texts(Language.English))
        {
            Code(chinese[name]).Should().BeEquivalentTo(Code(text), name);
        }

        static IEnumerable<string> Code(string text) => text.Split('`').Where((_, i) => i % 2 == 1);
    }

    [Fact]
    public void Texts_InBothLanguages_NameNoImplementation() =>
        Language.All.SelectMany(Texts).Should().OnlyContain(t => !s_implementation.IsMatch(t.Value));

    [Fact]
    public void Detail_OfARefusedTransition_JoinsTheTargetsAsTheLanguageDoes()
    {
        var args = new TransitionRefusedException("incident", "resolved", "open", ["closed", "investigating"]).Args;
        var error = ErrorCatalogue.Of(ErrorKeys.TransitionRefused);

        ErrorTexts.Detail(error, args, Language.English).Should().Be("The incident cannot go from resolved to open; allowed targets: closed, investigating.");
        ErrorTexts.Detail(error, args, Language.Chinese).Should().Contain("closed、investigating").And.Contain("resolved").And.Contain("incident");
    }

    [Fact]
    public void Detail_OfATransitionOutOfAFinalStatus_SaysThatNoneIsLeft()
    {
        var args = new TransitionRefusedException("incident", "closed", "open", []).Args;
        var error = ErrorCatalogue.Of(ErrorKeys.TransitionRefused);

        ErrorTexts.Detail(error, args, Language.English).Should().EndWith("allowed targets: none.");
        ErrorTexts.Detail(error, args, Language.Chinese).Should().EndWith("：无。");
    }

    [Theory]
    [InlineData(1, 100, "The value or count must be from 1 to 100.")]
    [InlineData(0, 1700000000, "The value or count must be from 0 to 1700000000.")]
    public void Rule_OfARange_WritesNumbersAsTheWireDoes(int min, int max, string expected) =>
        ErrorTexts.Rule(ViolationCodes.Range, new Dictionary<string, object>(StringComparer.Ordinal) { ["min"] = min, ["max"] = max }, Language.English)
            .Should().Be(expected);

    [Theory]
    [InlineData(400, ErrorKeys.MalformedBody)]
    [InlineData(401, ErrorKeys.Unauthenticated)]
    [InlineData(403, ErrorKeys.PermissionDenied)]
    [InlineData(404, ErrorKeys.RouteNotFound)]
    [InlineData(405, ErrorKeys.MethodNotAllowed)]
    [InlineData(408, ErrorKeys.RequestTimeout)]
    [InlineData(413, ErrorKeys.BodyTooLarge)]
    [InlineData(415, ErrorKeys.UnsupportedMediaType)]
    [InlineData(429, ErrorKeys.RateLimited)]
    [InlineData(500, ErrorKeys.InternalError)]
    [InlineData(503, ErrorKeys.StoreUnavailable)]
    public void OfStatus_WhenTheStatusIsBare_IsAnErrorOfThatStatus(int status, string key)
    {
        var error = ErrorCatalogue.OfStatus(status);

        error.Key.Should().Be(key);
        error.Status.Should().Be(status);
    }

    private static IEnumerable<string> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!);

    private static string Text(string name, CultureInfo language) => Texts(language)[name];

    /// <summary>The texts of this language alone: none borrowed from another.</summary>
    private static Dictionary<string, string> Texts(CultureInfo language)
    {
        var culture = Equals(language, Language.English) ? CultureInfo.InvariantCulture : language;
        return s_texts.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string)e.Value!, StringComparer.Ordinal);
    }

    /// <summary>The cells of the first table under a heading, without the heads.</summary>
    private static List<string[]> Rows(string heading)
    {
        var section = s_document[s_document.IndexOf($"\n## {heading}\n", StringComparison.Ordinal)..];
        return [.. section.Split('\n')
            .SkipWhile(line => !line.StartsWith('|'))
            .TakeWhile(line => line.StartsWith('|'))
            .Skip(2)
            .Select(line => line.Trim('|', ' ').Split(" | "))];
    }

    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
