using System.Text;
using System.Text.Json;

namespace ZeroG.PowerShell.Tests.Engine;

/// <summary>Asks a development chain past the module: what it knows, and when it mines.</summary>
internal static class ChainControl
{
    /// <summary>Lets the chain mine each transaction as it comes, or keep all waiting. What waits is mined when it begins again.</summary>
    public static Task MineAsync(Uri chain, bool automatically) => AskAsync(chain, "evm_setAutomine", automatically);

    /// <summary>The result of a call.</summary>
    public static async Task<JsonElement> AskAsync(Uri chain, string method, params object[] parameters)
    {
        string body = JsonSerializer.Serialize(new { jsonrpc = "2.0", id = 1, method, @params = parameters });
        using HttpClient http = new();
        using StringContent question = new(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await http.PostAsync(chain, question);
        using JsonDocument document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return document.RootElement.TryGetProperty("result", out JsonElement result)
            ? result.Clone()
            : throw new InvalidOperationException(document.RootElement.ToString());
    }
}
