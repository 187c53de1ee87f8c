using Audit.Application.Anomalies;
using Audit.Application.Callers;
using Audit.Application.Common;
using Audit.Application.History;
using Audit.Application.Incidents;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using AutoMapper;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace Audit.Application.Tests.Common;

public sealed class ApplicationServicesTests
{
    private readonly Mock<IUnitOfWork> _work = new();
    private readonly Mock<IIncidentReader> _reader = new();
    private readonly Mock<IAnomalyRepository> _anomalies = new();
    private readonly Mock<IIdempotencyStore> _store = new();
    private readonly Mock<IReadingFaults> _faults = new();
    private readonly List<string> _calls = [];

    public ApplicationServicesTests()
    {
        _faults.SetupGet(f => f.Found).Returns([]);
        _anomalies.Setup(a => a.FindManyAsync(It.IsAny<string>(), It.IsAny<IReadOnlyList<string>>(), It.IsAny<CancellationToken>())).Callback(() => _calls.Add("handle")).ReturnsAsync([]);
        _store.Setup(s => s.FindAsync(It.IsAny<IdempotencyScope>(), It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>())).Callback(() => _calls.Add("kept?")).ReturnsAsync((KeptAnswer?)null);
        Transaction<IncidentDto>();
        Transaction<AnomalyDto>();
    }

    [Fact]
    public void AddApplication_WhenBuilt_ResolvesEveryHandlerAndValidatorOfTheAssembly()
    {
        using var provider = Provider();
        using var scope = provider.CreateScope();
        var contracts = (
            from type in typeof(ApplicationServices).Assembly.GetTypes()
            where type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false }
            from contract in type.GetInterfaces()
            where contract.IsGenericType && new[] { typeof(IRequestHandler<,>), typeof(IValidator<>) }.AsEnumerable().Contains(contract.GetGenericTypeDefinition())
            select (type, contract)).ToList();

        contracts.Should().NotBeEmpty();
        contracts.Should().AllSatisfy(c => scope.ServiceProvider.GetServices(c.contract).Should().ContainSingle().Which.Should().BeOfType(c.type));
    }

    [Fact]
    public void AddApplication_WhenBuilt_HasAHandlerForEveryRequest()
    {
        using var provider = Provider();
        using var scope = provider.CreateScope();
        var handlers = (
            from type in typeof(ApplicationServices).Assembly.GetTypes()
            where type is { IsClass: true, IsAbstract: false }
            from contract in type.GetInterfaces()
            where contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IRequest<>)
            select typeof(IRequestHandler<,>).MakeGenericType(type, contract.GetGenericArguments()[0])).ToList();

        handlers.Should().NotBeEmpty();
        handlers.Should().AllSatisfy(handler => scope.ServiceProvider.GetService(handler).Should().NotBeNull());
    }

    [Fact]
    public void AddApplication_WhenBuilt_WrapsEachKindOfRequestInItsBehaviorsInOrder()
    {
        using var provider = Provider();
        using var scope = provider.CreateScope();

        Behaviors<CreateIncidentCommand, IncidentDto>(scope).Should().Equal(
            typeof(ValidationBehavior<,>), typeof(IdempotencyTurnBehavior<,>), typeof(TransactionBehavior<,>), typeof(IdempotencyBehavior<,>));
        Behaviors<UpdateAnomalyStatusCommand, AnomalyDto>(scope).Should().Equal(typeof(ValidationBehavior<,>), typeof(TransactionBehavior<,>));
        Behaviors<EscalateAnomalyCommand, IncidentDto>(scope).Should().HaveCount(4);
        // each of its changes is a transaction of its own
        Behaviors<ChangeIncidentsCommand, IReadOnlyList<BulkResult>>(scope).Should().Equal(typeof(ValidationBehavior<,>));
        Behaviors<GetIncidentQuery, IncidentDto>(scope).Should().Equal(typeof(ValidationBehavior<,>));
    }

    [Fact]
    public async Task Send_WhenItIsAQuery_OpensNoTransaction()
    {
        const string id = "inc_01k5m8z0c2e9v7q4t6x8y1w3ra";
        _reader.Setup(r => r.FindAsync(Given.Tenant, id, It.IsAny<CancellationToken>())).ReturnsAsync(new IncidentDto { Id = id });

        (await Send(new GetIncidentQuery(id))).Id.Should().Be(id);

        _work.VerifyNoOtherCalls();
        _store.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task Send_WhenItIsACommandWithAKey_AsksForTheKeptAnswerInsideTheTransaction()
    {
        await Send(new CreateIncidentCommand("t", "low", null, null, null, null));

        _calls.Should().Equal("begin", "kept?", "handle", "save", "save", "commit");
    }

    [Fact]
    public async Task Send_WhenTheCommandTakesNoKey_NeverAsksForOne()
    {
        var anomaly = Given.OpenAnomaly();
        _anomalies.Setup(a => a.FindAsync(Given.Tenant, anomaly.Id, It.IsAny<CancellationToken>())).ReturnsAsync(anomaly);

        await Send(new UpdateAnomalyStatusCommand(anomaly.Id, "resolved", null, null));

        _calls.Should().Equal("begin", "save", "commit");
    }

    [Fact]
    public async Task Send_WhenTheCommandIsBroken_IsRefusedBeforeTheTransaction()
    {
        await this.Awaiting(t => t.Send(new CreateIncidentCommand(null, null, null, null, null, null))).Should().ThrowExactlyAsync<InvalidRequestException>();

        _calls.Should().BeEmpty();
    }

    [Fact]
    public async Task Send_WhenReadingFoundFaults_IsRefusedBeforeTheTransaction()
    {
        _faults.SetupGet(f => f.Found).Returns([new FieldViolation("colour", "unknown_field")]);

        await this.Awaiting(t => t.Send(new CreateIncidentCommand("t", "low", null, null, null, null))).Should().ThrowExactlyAsync<InvalidRequestException>();
        await this.Awaiting(t => t.Send(new GetMeQuery([]))).Should().ThrowExactlyAsync<InvalidRequestException>();

        _calls.Should().BeEmpty();
    }

    [Fact]
    public void Mapping_WhenChecked_IsValid() => ApplicationServices.Mapping().AssertConfigurationIsValid();

    [Fact]
    public void Mapping_WhenATypeHasNoMap_NeverGuessesOne() =>
        FluentActions.Invoking(() => Given.Mapper.Map<IncidentDto>(Given.FullAnomaly())).Should().Throw<AutoMapperMappingException>();

    private static IEnumerable<Type> Behaviors<TRequest, TResponse>(IServiceScope scope) =>
        scope.ServiceProvider.GetServices<IPipelineBehavior<TRequest, TResponse>>().Select(b => b.GetType().GetGenericTypeDefinition());

    private void Transaction<TAnswer>()
    {
        _work.Setup(w => w.SaveAsync(It.IsAny<CancellationToken>())).Callback(() => _calls.Add("save")).Returns(Task.CompletedTask);
        _work.Setup(w => w.RunAsync(It.IsAny<Func<Task<TAnswer>>>(), It.IsAny<CancellationToken>())).Returns(async (Func<Task<TAnswer>> run, CancellationToken _) =>
        {
            _calls.Add("begin");
            var answer = await run();
            _calls.Add("commit");
            return answer;
        });
    }

    private async Task<TAnswer> Send<TAnswer>(IRequest<TAnswer> request)
    {
        await using var provider = Provider();
        await using var scope = provider.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    private ServiceProvider Provider() => new ServiceCollection()
        .AddApplication()
        .AddScoped(_ => _work.Object)
        .AddScoped(_ => _reader.Object)
        .AddScoped(_ => Mock.Of<IIncidentRepository>())
        .AddScoped(_ => Mock.Of<IAnomalyReader>())
        .AddScoped(_ => Mock.Of<IHistoryReader>())
        .AddScoped(_ => Mock.Of<IStoreFaults>())
        .AddScoped(_ => _anomalies.Object)
        .AddScoped(_ => _store.Object)
        .AddScoped(_ => Mock.Of<IIdempotencyKey>(k => k.Value == "key-1" && k.Fingerprint == "f1"))
        .AddScoped(_ => _faults.Object)
        .AddScoped(_ => Given.Caller())
        .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
}
