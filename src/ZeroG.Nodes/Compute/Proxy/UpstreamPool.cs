using Microsoft.AspNetCore.Http;

namespace ZeroG.Nodes.Compute.Proxy;

/// <summary>All upstreams, and who is asked in which order.</summary>
internal sealed class UpstreamPool(IReadOnlyList<Upstream> upstreams)
{
    /// <summary>By priority, and as they were given where that is equal.</summary>
    public IReadOnlyList<Upstream> All { get; } = [.. upstreams.OrderBy(upstream => upstream.Priority)];

    /// <summary>
    /// Whom to ask for a request, each once: those that are available, then those that failed a while ago, which are better than nobody.
    /// </summary>
    /// <exception cref="ProxyFailure">404: nobody has the route, or the model.</exception>
    public async Task<IReadOnlyList<Upstream>> ChooseAsync(string path, string? model, CancellationToken cancellationToken)
    {
        IReadOnlyList<Upstream> able = Find(path, model);
        if (able.Count == 0 && model is not null && Find(path, null).Count > 0)
        {
            // Providers add models; the list may be older than the request's knowledge.
            IReadOnlyList<string> models = await GetModelsAsync(path, cancellationToken).ConfigureAwait(false);
            able = Find(path, model);
            if (able.Count == 0)
            {
                string shown = ZeroG.Chain.ForeignText.Clean(model, 100);
                throw new ProxyFailure(
                    StatusCodes.Status404NotFound, "model_not_found",
                    $"Model {shown} is not served. Available: {string.Join(", ", models)}.");
            }
        }

        return able.Count > 0 ? able : throw new ProxyFailure(
            StatusCodes.Status404NotFound, "not_found",
            $"No provider behind this proxy serves /v1/{path}. GET /v1/providers/status lists them.");
    }

    /// <summary>The models of all that have a route, each name once.</summary>
    /// <param name="path">The route; null for any.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public async Task<IReadOnlyList<string>> GetModelsAsync(string? path, CancellationToken cancellationToken)
    {
        IReadOnlyList<string>[] lists = await Task.WhenAll(
            All.Where(upstream => path is null || upstream.Serves(path, null))
                .Select(upstream => upstream.GetModelsAsync(cancellationToken))).ConfigureAwait(false);
        return [.. lists.SelectMany(list => list).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private IReadOnlyList<Upstream> Find(string path, string? model) =>
        [.. All.Where(upstream => upstream.Serves(path, model)).OrderByDescending(upstream => upstream.IsAvailable)];
}
