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
