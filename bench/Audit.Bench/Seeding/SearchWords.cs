namespace Audit.Bench.Seeding;

/// <summary>What the searches look for. Their letters keep each out of the other texts, and of the ids, which know no i, l, o or u.</summary>
public static class SearchWords
{
    /// <summary>In about a third of the tenant's incidents.</summary>
    public const string Frequent = "password";

    /// <summary>In so many of them, at whatever size, spread over the file.</summary>
    public const int RareHits = 5;

    public const string Rare = "gootloader";

    public const string Absent = "quicksilver";

    /// <summary>In about a tenth.</summary>
    public const string TwoChinese = "暴力";

    /// <summary>All that is searched for: of 2 to 20 characters, in both scripts, and in many, few and none.</summary>
    public static IReadOnlyList<(string Name, string Word)> All { get; } =
    [
        ("frequent", Frequent),
        ("rare", Rare),
        ("absent", Absent),
        ("two_chinese", TwoChinese),
        ("two_latin", "vp"),
        ("long_latin", "investigation"),
        ("long_chinese", "多账户共用同一设备指纹，疑似撞库攻击"),
        ("absent_chinese", "勒索病毒横扫全公司所有终端设备且无法恢复"),
    ];

    /// <summary>Whether the incident of that number, from 0, is one of those with the rare word.</summary>
    public static bool IsRare(int number, int size)
    {
        for (var i = 0; i < RareHits; i++)
        {
            if (number == (int)(((2L * i) + 1) * size / (2 * RareHits)))
            {
                return true;
            }
        }

        return false;
    }
}
