using System.Text.Json;
using System.Text.Json.Nodes;
using ZeroG.Chain;
using ZeroG.Compute.Inference;

namespace ZeroG.Nodes.Compute;

/// <summary>What a provider tells anybody of itself: its models, with prices in neuron as texts.</summary>
internal static class ProviderPages
{
    /// <summary>The list of <c>/v1/models</c>.</summary>
    public static byte[] Models(ComputeProviderOptions options)
    {
        bool isImage = ServiceTypes.Same(options.ServiceType, ServiceTypes.Image)
            || ServiceTypes.Same(options.ServiceType, ServiceTypes.ImageEdit);
        JsonObject model = new()
        {
            ["id"] = options.Model,
            ["object"] = "model",
            ["owned_by"] = options.BackendUri is null ? "zerog-echo" : options.Wallet.Address.ToString(),
            ["type"] = options.ServiceType,
            ["pricing"] = new JsonObject
            {
                ["prompt"] = Text(isImage ? TokenAmount.Zero : options.InputPrice),
                ["completion"] = Text(isImage ? TokenAmount.Zero : options.OutputPrice),
                ["image"] = Text(isImage ? options.OutputPrice : TokenAmount.Zero),
            },
            ["verifiability"] = ServiceRegistration.Verifiability,
        };
        if (options.BackendUri is null)
        {
            model["description"] = "Built-in echo for tests: no model runs here, it repeats what it is told.";
        }

        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["object"] = "list", ["data"] = new JsonArray(model) });
    }

    private static string Text(TokenAmount amount) => amount.Wei.ToString(null, null);
}
