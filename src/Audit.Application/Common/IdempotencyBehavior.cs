using System.Text.Json;
using System.Text.Json.Serialization;
using Audit.Domain.Common;
using MediatR;

namespace Audit.Application.Common;

/// <summary>
/// Answers a repeated command with the answer of the first one. It stands inside the transaction: the kept answer is written
/// with the change or not at all, and only an answer that changed something, or found it done, is kept.
/// </summary>
public sealed class IdempotencyBehavior<TRequest, TResponse>(
    IIdempotencyKey key, IIdempotencyStore store, IUnitOfWork work, ICaller caller, TimeProvider clock)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IIdempotentCommand<TResponse>
{
    private static readonly JsonSerializerOptions s_json = new() { Converters = { new JsonStringEnumConverter() } };

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (key.Value is null)
        {
            return await next();
        }

        var scope = IdempotencyScope.Of(caller, key.Value);
        if (await store.FindAsync(scope, clock.Now(), cancellationToken) is { } kept)
        {
            return Replay(kept);
        }

        var response = await next();
        store.Add(scope, new KeptAnswer(key.Fingerprint, JsonSerializer.Serialize(response, s_json)), clock.Now());
        await work.SaveAsync(cancellationToken);
        return response;
    }

    private TResponse Replay(KeptAnswer kept)
    {
        if (!string.Equals(kept.Fingerprint, key.Fingerprint, StringComparison.Ordinal))
        {
            throw new IdempotencyKeyReusedException();
        }

        key.MarkReplayed();
        return JsonSerializer.Deserialize<TResponse>(kept.Response, s_json)
            ?? throw new InvalidOperationException("A kept answer is never null.");
    }
}
