using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Application.Incidents;
using Moq;

namespace Audit.Application.Tests.Common;

/// <summary>What a command answers must survive being kept, whole.</summary>
public sealed class KeptAnswersTests
{
    private static readonly object[] s_answers =
    [
        Given.Mapper.Map<IncidentDto>(Given.FullIncident()),
        Given.Mapper.Map<AnomalyDto>(Given.FullAnomaly()),
        new LinkReceipt(7),
        new AnomalyReceipt(ReportedAnomalyDto.Of(Given.FullAnomaly()), Created: true, Version: 3),
    ];

    [Fact]
    public void Answers_WhenListedHere_AreThoseOfEveryIdempotentCommand()
    {
        var answers =
            from type in typeof(ICommand<>).Assembly.GetTypes()
            where type.IsClass
            from contract in type.GetInterfaces()
            where contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IIdempotentCommand<>)
            select contract.GetGenericArguments()[0];

        answers.Distinct().Should().BeEquivalentTo(s_answers.Select(a => a.GetType()));
    }

    [Fact]
    public async Task Handle_WhenReplayed_GivesEveryMemberBack()
    {
        foreach (var answer in s_answers)
        {
            var replay = (Task)GetType().GetMethod(nameof(KeptAndReplayed), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
                .MakeGenericMethod(answer.GetType()).Invoke(null, [answer])!;
            await replay;
        }
    }

    private static async Task KeptAndReplayed<TAnswer>(TAnswer answer)
    {
        KeptAnswer? kept = null;
        var store = new Mock<IIdempotencyStore>();
        store.Setup(s => s.FindAsync(It.IsAny<IdempotencyScope>(), It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>())).ReturnsAsync(() => kept);
        store.Setup(s => s.Add(It.IsAny<IdempotencyScope>(), It.IsAny<KeptAnswer>(), It.IsAny<DateTimeOffset>()))
            .Callback((IdempotencyScope _, KeptAnswer what, DateTimeOffset _) => kept = what);
        var key = Mock.Of<IIdempotencyKey>(k => k.Value == "key-1" && k.Fingerprint == "f1");
        var behavior = new IdempotencyBehavior<Change<TAnswer>, TAnswer>(key, store.Object, Mock.Of<IUnitOfWork>(), Given.Caller(), Given.Clock);
        await behavior.Handle(new Change<TAnswer>(), CancellationToken.None, () => Task.FromResult(answer));

        var replayed = await behavior.Handle(new Change<TAnswer>(), CancellationToken.None, () => throw new InvalidOperationException("Not a replay."));

        replayed.Should().NotBeSameAs(answer).And.BeEquivalentTo(answer);
    }

    private sealed record Change<TAnswer> : IIdempotentCommand<TAnswer>;
}
