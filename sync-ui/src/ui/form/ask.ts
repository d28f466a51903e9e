import { ElMessage, ElMessageBox } from 'element-plus'
import { Problem } from '@/api/problem'
import { told } from '@/ui/page/problems'

/** Asks before something that cannot be taken back. The word of the button says what will be done. */
export async function confirmed(question: string, title: string, action: string, cancel: string): Promise<boolean> {
  try {
    await ElMessageBox.confirm(question, title, {
      confirmButtonText: action,
      cancelButtonText: cancel,
      confirmButtonClass: 'el-button--danger',
      type: 'warning',
      autofocus: false,
    })
    return true
  } catch {
    return false
  }
}

/** Does something that a button stands for, and says so, or what went wrong. */
export async function attempt<T>(action: () => Promise<T>, done?: string): Promise<T | undefined> {
  try {
    const result = await action()
    if (done) {
      ElMessage.success(done)
    }
    return result
  } catch (failure) {
    ElMessage.error({ message: told(Problem.from(failure)), duration: 8000 })
    return undefined
  }
}
