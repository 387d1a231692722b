using ZeroG.Chain;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Services;

namespace ZeroG.Compute.Attestation;

/// <summary>What the chain says of a provider whose reports are checked.</summary>
public sealed record AttestationSubject
{
    /// <summary>The verifier whose reports are checked here.</summary>
    public const string Dstack = "dstack";

    /// <summary>The provider's account.</summary>
    public required Address Provider { get; init; }

    /// <summary>Where it serves.</summary>
    public required string Url { get; init; }

    /// <summary>The address whose key signs for its TEE.</summary>
    public required Address Signer { get; init; }

    /// <summary>Whether the network's operator has approved that signer.</summary>
    public required bool IsApproved { get; init; }

    /// <summary>Whether it is a fine-tuning provider.</summary>
    public bool IsFineTuning { get; init; }

    /// <summary>Which verifier its reports are made for.</summary>
    public string Verifier { get; init; } = Dstack;

    /// <summary>Whether the model runs on another, decentralised machine, which has a report of its own.</summary>
    public bool HasTarget { get; init; }

    /// <summary>The model, by which that report is asked for.</summary>
    public string Model { get; init; } = "";

    /// <summary>The address with which that machine signs; null when the provider registered none.</summary>
    public Address? TargetSigner { get; init; }

    /// <summary>What the chain says of an inference provider.</summary>
    public static AttestationSubject Of(InferenceService service)
    {
        ProviderInfo info = ProviderInfo.Parse(service.AdditionalInfo);
        return new AttestationSubject
        {
            Provider = service.Provider, Url = service.Url, Signer = service.TeeSigner, IsApproved = service.IsTeeSignerAcknowledged,
            Verifier = info.TeeVerifier, Model = service.Model, TargetSigner = info.TargetTeeAddress,
            HasTarget = info.IsTargetSeparated && info.ProviderType == ProviderInfo.Decentralized,
        };
    }

    /// <summary>What the chain says of a fine-tuning provider.</summary>
    public static AttestationSubject Of(FineTuningService service) => new()
    {
        Provider = service.Provider, Url = service.Url, Signer = service.TeeSigner, IsApproved = service.IsTeeSignerAcknowledged,
        IsFineTuning = true,
    };
}
