using System.Globalization;
using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Services;
using ZeroG.PowerShell.Pipeline;

namespace ZeroG.PowerShell.Compute.Inference;

/// <summary>How parameters become questions, and what is said of them before anything is paid.</summary>
public sealed partial class InvokeZgInferenceCommand
{
    private const int LongestShown = 60;

    // Prices are told for so many tokens, as the network's own pages do.
    private const int Million = 1_000_000;

    private async Task<InferenceJob> ReadJobAsync()
    {
        ChatTurn[] said = [.. MessageReader.Read(Messages)];
        return new InferenceJob
        {
            Id = Id,
            Prompt = Prompt?.ToString(),
            Turns = System is null ? said : [new ChatTurn("system", System), .. said],
            PicturePaths = [.. await Task.WhenAll(Image.Select(ResolveAsync))],
            AudioPath = Audio is null ? null : await ResolveAsync(Audio),
            Language = Language,
            OutPaths = OutFile is null ? [] : _names.Next(await ResolveAsync(OutFile), Count),
            Overwrite = Force,
            Count = Count,
            Size = Size?.Split('x') is [var width, var height]
                ? (int.Parse(width, CultureInfo.InvariantCulture), int.Parse(height, CultureInfo.InvariantCulture))
                : null,
            MaxTokens = Given(nameof(MaxTokens)) ? MaxTokens : null,
            Temperature = Given(nameof(Temperature)) ? (float)Temperature : null,
        };
    }

    private Task<string> ResolveAsync(string path) => AskAsync(() => FilePaths.ResolveOne(SessionState.Path, path));

    /// <summary>Looks once at the sub-account with a provider, where money may be moved to it.</summary>
    private async Task EnsureFundsAsync(InferenceService service, CancellationToken cancellationToken)
    {
        if (_topUp is not null && _funded.Add(service.Provider.ToString()))
        {
            await _topUp.EnsureAsync(service, cancellationToken);
        }
    }

    private string DescribePrice(ModelOffer offer)
    {
        string price = ServiceTypes.Same(offer.Service.ServiceType, ServiceTypes.Chat)
            ? $"{offer.InputPrice * Million} and {offer.OutputPrice * Million} per 1M tokens"
            : ServiceTypes.Same(offer.Service.ServiceType, ServiceTypes.Speech) ? $"{offer.InputPrice} per second"
            : ServiceTypes.Same(offer.Service.ServiceType, ServiceTypes.Embedding) ? $"{offer.InputPrice * Million} per 1M tokens"
            : $"{offer.OutputPrice} per image";
        string limit = Given(nameof(MaxCost)) ? $", {MaxCost} in all at most" : "";
        return $"Ask {offer.Model} of {offer.Service.Provider} on {Compute.Network} for {price}{limit}, paid by {Payer}";
    }

    /// <summary>Shows a piece of an answer on the host; the output stream carries objects alone.</summary>
    private Task<bool> ShowAsync(string piece) => AskAsync(() =>
    {
        WriteInformation(new HostInformationMessage { Message = piece, NoNewLine = true }, ["PSHOST"]);
        return _isMidLine = true;
    });

    /// <summary>What follows an answer that broke off begins on a line of its own.</summary>
    private Task EndLineAsync() => !_isMidLine ? Task.CompletedTask : AskAsync(() =>
    {
        WriteInformation(new HostInformationMessage { Message = "" }, ["PSHOST"]);
        return _isMidLine = false;
    });

    private Task<bool> AskForMoneyAsync(InferenceService service, TokenAmount amount) => ShouldProcessAsync(
        $"{amount} to the inference sub-account with {service.Provider}", $"Transfer on {Compute.Network}, from {Payer}");

    private static string Describe(InferenceJob job)
    {
        string text = job.Prompt ?? (job.AudioPath is { } path ? Path.GetFileName(path) : job.Turns.Select(turn => turn.Text).LastOrDefault(""));
        return text.Length > LongestShown ? text[..LongestShown] + "…" : text;
    }
}
