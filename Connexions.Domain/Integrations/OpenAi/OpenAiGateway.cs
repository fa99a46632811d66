using Connexions.Domain.Gateway;

namespace Connexions.Domain.Integrations.OpenAi;

/// <summary>
/// What tools may do at OpenAI. Paths: github.com/openai/openai-openapi. Left out: the organisation's administration, and
/// whatever reads, lists or changes what the account stores for all who share it (files, batches, assistants, threads,
/// fine tuning, stored responses and completions).
/// </summary>
/// <remarks>
/// Bodies are passed on unread. One to <c>v1/responses</c> may name a stored answer or conversation by its identifier;
/// these cannot be guessed, and no call that lists or reads them is here.
/// </remarks>
public sealed class OpenAiGateway : ProviderGateway
{
    public override string CredentialHeader => "Authorization";

    public override string CredentialPrefix => "Bearer ";

    public override IReadOnlyList<GatewayOperation> Operations { get; } =
    [
        new("chat.complete", "POST", "v1/chat/completions", Purposes.LanguageModels) { TellsTokens = true },
        new("response.create", "POST", "v1/responses", Purposes.LanguageModels) { TellsTokens = true },
        new("text.complete", "POST", "v1/completions", Purposes.LanguageModels) { TellsTokens = true },
        new("text.moderate", "POST", "v1/moderations", Purposes.LanguageModels),
        new("model.list", "GET", "v1/models", Purposes.LanguageModels),
        new("model.read", "GET", "v1/models/{model}", Purposes.LanguageModels),

        new("embedding.create", "POST", "v1/embeddings", Purposes.Embeddings) { TellsTokens = true },

        new("image.generate", "POST", "v1/images/generations", Purposes.Images) { TellsTokens = true },
        new("image.edit", "POST", "v1/images/edits", Purposes.Images) { TellsTokens = true },
        new("image.vary", "POST", "v1/images/variations", Purposes.Images),

        new("audio.speak", "POST", "v1/audio/speech", Purposes.Audio),
        new("audio.transcribe", "POST", "v1/audio/transcriptions", Purposes.Audio) { TellsTokens = true },
        new("audio.translate", "POST", "v1/audio/translations", Purposes.Audio),
    ];

    /// <summary>The client is npm <c>openai</c> 6. None of audio: its bodies or its answers are no text.</summary>
    public override IReadOnlyList<ToolExample> Examples { get; } =
    [
        new("chat.complete", """
            {
              "model": "gpt-4o-mini",
              "messages": [{ "role": "user", "content": "Bonjour" }]
            }
            """)
        {
            JavaScript = """
                import OpenAI from 'openai';

                const openai = new OpenAI({
                  apiKey: process.env.CONNEXIONS_TOKEN,
                  baseURL: '{address}',
                });
                const answer = await openai.chat.completions.create({
                  model: 'gpt-4o-mini',
                  messages: [{ role: 'user', content: 'Bonjour' }],
                });
                console.log(answer.choices[0].message.content);
                """,
        },
        new("embedding.create", """
            {
              "model": "text-embedding-3-small",
              "input": "Bonjour"
            }
            """),
        new("image.generate", """
            {
              "model": "gpt-image-1",
              "prompt": "Un bouquet de fleurs"
            }
            """),
    ];

    public override IReadOnlyList<string> RequestHeaders { get; } = ["OpenAI-Beta", "Idempotency-Key"];

    /// <summary>
    /// Without <c>openai-organization</c> and <c>openai-project</c>, which name the account. The last two tell the
    /// official clients when to try again (openai-python, _base_client).
    /// </summary>
    public override IReadOnlyList<string> ResponseHeaders { get; } =
    [
        "x-request-id", "openai-processing-ms", "openai-version",
        "x-ratelimit-limit-requests", "x-ratelimit-remaining-requests", "x-ratelimit-reset-requests",
        "x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens",
        "retry-after-ms", "x-should-retry",
    ];

    /// <summary>All four are required (openai-openapi, ErrorResponse).</summary>
    public override IReadOnlyDictionary<string, object?> ErrorMembers(string code, string sentence) => new Dictionary<string, object?>
    {
        ["error"] = new Dictionary<string, object?> { ["message"] = sentence, ["type"] = "gateway_error", ["param"] = null, ["code"] = code },
    };
}
