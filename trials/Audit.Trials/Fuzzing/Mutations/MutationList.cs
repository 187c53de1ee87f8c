namespace Audit.Trials.Fuzzing.Mutations;

internal static class MutationList
{
    public static IReadOnlyList<Mutation> All { get; } =
    [
        .. MemberMutations.All, .. TextMutations.All, .. SyntaxMutations.All, .. HeaderMutations.All, .. IdentityMutations.All, .. PathMutations.All, .. QueryMutations.All, .. FramingMutations.All,
    ];
}
