namespace ZeroG.Compute.Attestation;

/// <summary>Whose report it is.</summary>
public enum ReportKind
{
    /// <summary>Of the server that users of an inference provider talk to.</summary>
    Broker,

    /// <summary>Of the machine behind it that runs the model, where the two are separate.</summary>
    Llm,

    /// <summary>Of the server of a fine-tuning provider.</summary>
    FineTuning,
}
