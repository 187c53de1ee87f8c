namespace Audit.Trials.Fuzzing;

/// <summary>One way to break a request.</summary>
/// <param name="Name">What findings call it.</param>
/// <param name="Parts">What it changes: two that change the same never meet, so that none undoes what another did.</param>
/// <param name="Apply">Changes the request and says what must come of it, or changes nothing and says null where it doesn't fit.</param>
internal sealed record Mutation(string Name, Parts Parts, Func<Draft, Random, Verdict?> Apply)
{
    /// <summary>Whether there may be no request that HTTP knows, so that the server may refuse without a body.</summary>
    public bool BreaksHttp { get; init; }
}

/// <summary>What must come of a mutation.</summary>
/// <param name="MustFail">Whether an answer of success is a violation.</param>
/// <param name="Status">What the answer must be when nothing else is broken; 0 where several may be right.</param>
internal readonly record struct Verdict(bool MustFail, int Status = 0)
{
    public static Verdict MayPass { get; } = new(MustFail: false);

    public static Verdict Refused { get; } = new(MustFail: true);

    public static Verdict RefusedAs(int status) => new(MustFail: true, status);
}

/// <summary>A mutation that a request has undergone.</summary>
internal readonly record struct Applied(Mutation Mutation, Verdict Verdict);

/// <summary>What a mutation changes.</summary>
[Flags]
internal enum Parts
{
    None = 0,
    Method = 1,
    Path = 1 << 1,
    Query = 1 << 2,
    Body = 1 << 3,
    ContentType = 1 << 4,
    Precondition = 1 << 5,
    Key = 1 << 6,
    Tenant = 1 << 7,
    Token = 1 << 8,
    Preference = 1 << 9,
    Identity = 1 << 10,
    Negotiation = 1 << 11,
    Others = 1 << 12,
    Framing = 1 << 13,
    All = (1 << 14) - 1,
}
