from fastapi import APIRouter, HTTPException, Request

from server.core.log import log
from server.core.openrouter import OpenRouterFailed, OpenRouterTooSlow
from server.schemas.chat import ChatAnswer, ChatQuestion

router = APIRouter()


@router.post(
    "/chat",
    response_model=ChatAnswer,
    responses={502: {"description": "OpenRouter gave no answer"}, 504: {"description": "OpenRouter took too long"}},
)
async def chat(request: Request, question: ChatQuestion):
    """Ask the assistant. The same conversation is answered from the cache for a while."""
    try:
        answer, cached = await request.app.state.chat.answer([message.dict() for message in question.messages])
    except OpenRouterFailed as error:
        log.error("chat: %s", error)
        raise HTTPException(504 if isinstance(error, OpenRouterTooSlow) else 502, str(error)) from None
    return {"answer": answer, "cached": cached}
