using ZeroG.Chain.Http;
using ZeroG.Compute.Inference;

namespace ZeroG.Nodes.Compute.Proxy;

/// <summary>The models of an upstream as its <c>/v1/models</c> named them last.</summary>
internal sealed class ModelList
{
    private const int LargestAnswer = 8 << 20;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>The names; none before the first answer.</summary>
    public IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>Whether two names mean one model; case does not count.</summary>
    public static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the model is in the list.</summary>
    public bool Has(string model) => Names.Any(name => Same(name, model));

    /// <summary>Asks anew; when there is no answer, what is known stays.</summary>
    /// <param name="http">The way there.</param>
    /// <param name="request">The question.</param>
    /// <param name="model">The model that is known besides; null for none.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public async Task<IReadOnlyList<string>> RefreshAsync(
        HttpClient http, HttpRequestMessage request, string? model, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token)
                .ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                byte[]? body = await response.Content.ReadWholeAsync(LargestAnswer, limit.Token).ConfigureAwait(false);
                if (LenientJson.ParseObject(body) is { } json)
                {
                    Names = [.. json.Items("data").Select(entry => entry.Text("id")).OfType<string>()];
                }
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // A list is a courtesy; many servers have none.
        }

        return model is null || Has(model) ? Names : [model, .. Names];
    }
}
