using Microsoft.AspNetCore.Http;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>
/// What the provider says when it turns a request down, behind the context that official brokers give each route
/// (0g-serving-broker, <c>fine-tuning/internal/handler/task.go</c>).
/// </summary>
internal static class FineTuningRefusal
{
    /// <summary>400: a new task that is not taken.</summary>
    public static ProviderRefusal OfTask(string message) => OfTask(StatusCodes.Status400BadRequest, message);

    /// <summary>A new task that is not taken.</summary>
    public static ProviderRefusal OfTask(int status, string message) => new(status, "Provider: register service", message);

    /// <summary>A dataset that is not taken.</summary>
    public static ProviderRefusal OfDataset(int status, string message) => new(status, "Provider: upload dataset", message);

    /// <summary>A task that is not cancelled.</summary>
    public static ProviderRefusal OfCancel(int status, string message) => new(status, "Provider: cancel task", message);

    /// <summary>A model that is not handed out.</summary>
    public static ProviderRefusal OfModelFile(int status, string message) => new(status, "Provider: download lora", message);

    /// <summary>404: there is no such task.</summary>
    public static ProviderRefusal NoTask(Guid task) => new(StatusCodes.Status404NotFound, "Provider: get task", $"task {task} not found");

    /// <summary>403: it is somebody else's.</summary>
    public static ProviderRefusal ForeignTask() =>
        new(StatusCodes.Status403Forbidden, "Provider: get task", "task does not belong to this user");

    /// <summary>404: the provider serves no such model.</summary>
    public static ProviderRefusal NoModel(string name) =>
        new(StatusCodes.Status404NotFound, "Provider: get customized model", $"Model {name} not found");

    /// <summary>400: the request is not of the form that the route takes.</summary>
    public static ProviderRefusal Malformed(string context, string message) =>
        new(StatusCodes.Status400BadRequest, $"Provider: {context}", message);
}
