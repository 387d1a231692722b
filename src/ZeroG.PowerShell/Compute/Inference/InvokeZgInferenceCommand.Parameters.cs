using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.PowerShell.Compute.Providers;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Transactions;

namespace ZeroG.PowerShell.Compute.Inference;

/// <summary>What can be asked, of whom, and for how much.</summary>
public sealed partial class InvokeZgInferenceCommand
{
    private const int UsualThrottleLimit = 4;

    /// <summary>The question, or what an image shall show. From the pipeline one for each line.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [PromptText]
    public PromptText? Prompt { get; set; }

    /// <summary>Names the question, for example the number of its line, and is handed on to the answer.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Id { get; set; }

    /// <summary>The provider; the cheapest that answers and that you have money with when omitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [ValidateNotNull]
    [ByProvider]
    public GivenAddress? Provider { get; set; }

    /// <summary>The model; the one of the provider's record when omitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [ValidateNotNullOrWhiteSpace]
    public string? Model { get; set; }

    /// <summary>
    /// What the service does, where no provider is named; told by -Audio, -Image and -OutFile when omitted, chatbot otherwise.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ServiceTypeCompleter))]
    [ValidateNotNullOrWhiteSpace]
    public string? Type { get; set; }

    /// <summary>How the model shall answer.</summary>
    [Parameter]
    [ValidateNotNullOrWhiteSpace]
    public string? System { get; set; }

    /// <summary>What was said before: objects with role and content.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public object[] Messages { get; set; } = [];

    /// <summary>Pictures that go with the prompt, or the one to edit.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Image { get; set; } = [];

    /// <summary>Speech to be written down.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Audio { get; set; }

    /// <summary>The language of the speech, for example en; found out by the model when omitted.</summary>
    [Parameter]
    [ValidateNotNullOrWhiteSpace]
    public string? Language { get; set; }

    /// <summary>A file for the answer; further ones get a number behind the name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Destination")]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <summary>Replaces files that exist.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>How many images; each is charged.</summary>
    [Parameter]
    [ValidateRange(1, 10)]
    public int Count { get; set; } = 1;

    /// <summary>Width and height of images, for example 1024x1024; the model's own when omitted.</summary>
    [Parameter]
    [ValidatePattern(
        "^[1-9][0-9]{1,4}x[1-9][0-9]{1,4}$", ErrorMessage = "'{0}' is no size of an image. Write width and height: 1024x1024.")]
    public string? Size { get; set; }

    /// <summary>The most tokens that an answer may have; the model's own limit when omitted.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaxTokens { get; set; }

    /// <summary>0 for the likeliest answer, up to 2 for more chance; the model's own when omitted.</summary>
    [Parameter]
    [ValidateRange(0.0, 2.0)]
    public double Temperature { get; set; }

    /// <summary>Shows the answer as it comes.</summary>
    [Parameter]
    public SwitchParameter Stream { get; set; }

    /// <summary>Compares each answer with what the provider signed.</summary>
    [Parameter]
    public SwitchParameter Verify { get; set; }

    /// <summary>The most that all answers may cost together; no limit when omitted.</summary>
    [Parameter]
    public TokenAmount MaxCost
    {
        get => Kept<TokenAmount>();
        set => Keep(value);
    }

    /// <summary>Moves money to the sub-account when it runs low, up to this amount in all; moves nothing when omitted.</summary>
    [Parameter]
    public TokenAmount AutoTopUp
    {
        get => Kept<TokenAmount>();
        set => Keep(value);
    }

    /// <summary>Questions under way at once; 4 when omitted, 1 with -Stream.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = UsualThrottleLimit;

    /// <summary>How long an answer may take to begin or to go on; 5 minutes when omitted.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);
}
