using Audit.Domain.Anomalies;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Persistence;

/// <summary>Terms of every length and of any characters. Ids, which are searched too, have none of the letters i, l, o and u.</summary>
public abstract class SearchTermsContract<TStatus> : SearchContract<TStatus>
    where TStatus : struct, Enum
{
    private protected SearchTermsContract(TestStore store, ThingKind<TStatus> kind)
        : base(store, kind)
    {
    }

    [StoreFact]
    public async Task ListAsync_WhateverTheLengthOfTheTerm_FindsItAnywhereInAWordAndNothingElse()
    {
        const string Latin = "multiplicationunlocking";
        const string Chinese = "异常登录失败多次尝试从新地点发起凭证泄露风险";
        await AddAsync(
            New($"{Latin} {Chinese}"), New($"({Chinese}，{Latin})", 1), New($"x{Latin}x 东{Chinese}西", 2), New(string.Concat(Chinese.Reverse()), 3), New("noitacol", 4), New("other 其他", 5));

        foreach (var length in new[] { 1, 2, 3, 4, 5, 20 })
        {
            foreach (var text in new[] { Latin, Chinese })
            {
                for (var from = 0; from + length <= text.Length; from++)
                {
                    await ShouldFindAsync(text.Substring(from, length), any: true);
                }
            }

            // its parts are there, it isn't
            await ShouldFindAsync(Latin[..(length - (length / 2))] + "猫" + Latin[..(length / 2)], any: false);
            await ShouldFindAsync(Chinese[..(length / 2)] + "猫", any: false);
        }

        foreach (var miss in new[] { "猫", "猫猫", "登失", "录异", "登录败", "录失败登", "ul ti猫", "mulp", "multu", "multiplicatiounlock", Latin + "x登", Latin[1..] + Latin[..1] })
        {
            await ShouldFindAsync(miss, any: false);
        }
    }

    [StoreFact]
    public async Task ListAsync_WhenATermIsPartOfAnId_FindsTheThing()
    {
        var things = Enumerable.Range(0, 5).Select(i => New("plain", i * 1_000_000)).ToList();
        await AddAsync(things);

        foreach (var id in Things.ConvertAll(t => t.Id))
        {
            foreach (var part in new[] { id, id.ToUpperInvariant(), id[..8], id[..6], id[4..], id[^2..], id[^3..], id[^7..], id[..4] })
            {
                await ShouldFindAsync(part, any: true);
            }

            await ShouldFindAsync(id + "0", any: false);
        }
    }

    [StoreFact]
    public async Task ListAsync_WhenATermHasSpecialCharacters_TakesThemAsTheyAre()
    {
        string[] specials =
        [
            "%", "_", "\"", "*", "-", "(", ")", ":", "^", "{", "}", "+", "\\", "'", "[", "]", "?", "!", "#", "$", "&", ",", ".", "/", ";", "<", "=", ">", "@", "`", "|", "~",
            "AND", "OR", "NOT", "NEAR", "NEAR(", "\"\"", "''", "**", "--", "%%", "__", "\\\\", "1:", "grams:", "^o", "o*", "\"u\"", "{o}", "(u)", "NULL", "😀",
        ];
        await AddAsync(specials.Select((s, i) => New($"uu{s}oo", i)).Append(New("uuXoo uu oo")));

        foreach (var special in specials)
        {
            foreach (var term in new[] { special, "u" + special, special + "o", $"uu{special}oo", "uu" + special, special + special })
            {
                await ShouldFindAsync(term, Wanted(term).Any());
            }

            await ShouldFindAsync($"uu{special}oo", any: true);
            await ShouldFindAsync($"oo{special}uu", any: false);
            await ShouldFindAsync($"uu {special}", any: true);
        }
    }

    [StoreFact]
    public async Task ListAsync_WhenCaseOrWidthDiffers_FindsItAllTheSame()
    {
        await AddAsync(New("Outlook Ｌｏｇｉｎ"), New("ＯＵＴＬＯＯＫ login", 1), New("ｱﾗｰﾄ ÉCOLE ﬁllout", 2), New("アラート e\u0301cole ΩΜΙ", 3), New("e\u0301q\u0302lo", 4));

        foreach (var search in new[] { "outlook", "OUT", "ＯＵ", "LoG", "ｌｏｇｉｎ", "oK", "アラート", "ｱﾗｰﾄ", "ラー", "école", "E\u0301COLE", "éc", "ωμι", "Ωμ", "fill", "ﬁ", "q\u0302l", "\u0302l", "é" })
        {
            await ShouldFindAsync(search, any: true);
        }

        foreach (var search in new[] { "ecole", "outl00k", "アラ-ト", "omi", "ql" })
        {
            await ShouldFindAsync(search, any: false);
        }
    }

    [StoreFact]
    public async Task ListAsync_WhenATermWouldReachAcrossWhiteSpace_FindsNothing()
    {
        await AddAsync(New("oul iul"), New("登录\u3000失败", 1), New("oil\nlui", 2), New("oo  uu", 3));

        foreach (var search in new[] { "liu", "uliu", "ouliul", "录失", "登录失败", "录失败", "illu", "llu", "ouu", "oouu" })
        {
            await ShouldFindAsync(search, any: false);
        }

        foreach (var search in new[] { "oul iul", "iul oul", "失败 登录", "  败\t录\n", "oi lu", "u o", "uu oo" })
        {
            await ShouldFindAsync(search, any: true);
        }
    }

    [StoreFact]
    public async Task ListAsync_WhenThereAreManyTerms_WantsEachOfThem()
    {
        var words = Enumerable.Range(0, 66).Select(i => string.Concat((char)('登' + i), "iluo"[i % 4])).ToList();
        await AddAsync(New(string.Join(' ', words)), New(string.Join(' ', words.Skip(1)), 1), New(string.Concat(words), 2));

        await ShouldFindAsync(string.Join(' ', words), any: true);
        await ShouldFindAsync(string.Join(' ', words.Append("猫")), any: false);
        await ShouldFindAsync(string.Join(' ', string.Join(' ', words).Split(' ').SelectMany(w => w.Select(c => c.ToString())).Take(100)), any: true);
        await ShouldFindAsync(string.Concat(words), any: true);
        await ShouldFindAsync(string.Concat(words) + "猫", any: false);
        // the characters beyond those that the index is asked for
        await ShouldFindAsync(string.Concat(words)[..^6] + "猫" + string.Concat(words)[^5..], any: false);
    }

    [StoreFact]
    public async Task ListAsync_WhenTenantsHaveTheSameTexts_FindsEachItsOwn()
    {
        string[] tenants = [Tenant, Given.Tenant(), Tenant.ToUpperInvariant(), Tenant + "1"];
        foreach (var i in Enumerable.Range(0, 12))
        {
            await AddAsync(New("异常登录 multi-login 1:on", i, tenant: tenants[i % 4]));
        }

        await AddAsync(New("只有 only", tenant: tenants[1]));
        foreach (var tenant in tenants)
        {
            foreach (var search in new[] { "登", "登录", "异常登录", "multi", "login 异常", "1:", "1:on", ":o" })
            {
                await ShouldFindAsync(search, any: true, tenant);
            }

            await ShouldFindAsync("只有", tenant == tenants[1], tenant);
            await ShouldFindAsync("onl", tenant == tenants[1], tenant);
        }

        await ShouldFindAsync("登录", any: false, Given.Tenant());
    }
}

public abstract class IncidentSearchTermsContract(TestStore store) : SearchTermsContract<IncidentStatus>(store, new IncidentKind());

public abstract class AnomalySearchTermsContract(TestStore store) : SearchTermsContract<AnomalyStatus>(store, new AnomalyKind());

public sealed class SqliteIncidentSearchTermsTests(SqliteStore store) : IncidentSearchTermsContract(store), IClassFixture<SqliteStore>;

public sealed class SqliteAnomalySearchTermsTests(SqliteStore store) : AnomalySearchTermsContract(store), IClassFixture<SqliteStore>;

public sealed class SqlServerIncidentSearchTermsTests(SqlServerStore store) : IncidentSearchTermsContract(store), IClassFixture<SqlServerStore>;

public sealed class SqlServerAnomalySearchTermsTests(SqlServerStore store) : AnomalySearchTermsContract(store), IClassFixture<SqlServerStore>;
