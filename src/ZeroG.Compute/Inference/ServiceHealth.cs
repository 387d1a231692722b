using System.Text.Json;
using ZeroG.Chain;

namespace ZeroG.Compute.Inference;

/// <summary>How a service did lately, as the status API of the network measured it.</summary>
/// <param name="Provider">Whose service.</param>
/// <param name="ServiceType">What it does, for example <c>chatbot</c>.</param>
/// <param name="Model">Which model was asked.</param>
/// <param name="State">The verdict.</param>
/// <param name="Uptime">Share of checks that succeeded, in percent; null when not said.</param>
/// <param name="ChecksTotal">Checks made; null when not said.</param>
/// <param name="ChecksFailed">Checks failed; null when not said.</param>
/// <param name="ResponseTime">Mean time of an answer in the unit given by the service, milliseconds as a rule; null when not
/// measured.</param>
/// <param name="TimeToFirstToken">Mean time until an answer begins; null when not measured.</param>
/// <param name="TokensPerSecond">Mean speed of answers; null when not measured.</param>
/// <param name="LastCheck">When it was looked at; null when not said.</param>
public sealed record ServiceHealth(
    Address Provider, string ServiceType, string Model, HealthState State, decimal? Uptime, decimal? ChecksTotal, decimal? ChecksFailed,
    decimal? ResponseTime, decimal? TimeToFirstToken, decimal? TokensPerSecond, DateTimeOffset? LastCheck)
{
    /// <summary>Reads one entry of <c>/health</c>; null when it names no provider.</summary>
    internal static ServiceHealth? Read(JsonElement entry) =>
        Address.TryParse(entry.Text("provider")?.ToLowerInvariant(), out Address provider)
            ? new ServiceHealth(
                provider,
                entry.Text("serviceType") ?? "",
                entry.Text("model") ?? "",
                Enum.TryParse(entry.Text("status"), ignoreCase: true, out HealthState state) ? state : HealthState.Unknown,
                entry.Member("checks")?.Number("uptime"),
                entry.Member("checks")?.Number("total"),
                entry.Member("checks")?.Number("failed"),
                Mean(entry, "response_time"),
                Mean(entry, "ttft"),
                Mean(entry, "tokens_per_second"),
                entry.Time("lastCheck"))
            : null;

    private static decimal? Mean(JsonElement entry, string figure) => entry.Member("performance")?.Member(figure)?.Number("avg");
}
